package app

// Test ids: the values of data-testid that browser tests rely on. They are
// part of the contract with app/browsertest and are never renamed lightly.
// Where an id ends in a colon, the id of the part, class or kind follows.
const (
	idTitle        = "title"       // input: name of the design
	idSave         = "save-state"  // where the design is kept, in words; data-state tells it to programs
	idMenu         = "menu"        // button: main menu
	idMenuNew      = "menu-new"    // menu: the first screen
	idMenuOpen     = "menu-open"   // menu: open a file
	idMenuSave     = "menu-save"   // menu: save as a file
	idMenuDrafts   = "menu-drafts" // menu: designs on this device
	idMenuVersions = "menu-versions"
	idMenuExport   = "menu-export"
	idMenuSet      = "menu-settings"
	idFile         = "file-input" // hidden input type=file
	idUndo         = "undo"
	idRedo         = "redo"
	idTidy         = "tidy"
	idSimulate     = "simulate"   // starts the simulation, and stops it while it runs
	idSimulating   = "simulating" // how far it is
	idExport       = "export"
	idShare        = "share"
	idLang         = "language"
	idTheme        = "theme"
	idHelp         = "help"
	idBanner       = "banner" // what stands above the objectives: read only, conflict, other tab

	idObjectives = "objectives"      // the strip
	idObjective  = "objective:"      // + index: one verdict; data-met tells it to programs
	idSetGoals   = "objectives-edit" // button: edit the objectives

	idPalette = "palette"
	idFind    = "palette-find"   // search field
	idFamily  = "family:"        // + family
	idKind    = "kind:"          // + kind: drag, click or Enter
	idDock    = "dock:"          // + canvas, palette, inspector, results, menu: bottom bar of small screens
	idRail    = "palette-toggle" // opens the palette where it is a rail

	idCanvas  = "canvas" // the region; data-view is zoom and origin; the canvas element inside has the focus
	idZoomIn  = "zoom-in"
	idZoomOut = "zoom-out"
	idZoom    = "zoom" // shows the zoom; click = 100 %
	idFit     = "fit"
	idLock    = "lock"    // read only on and off
	idTidying = "tidying" // how far the layout of a large design is
	idView    = "canvas-options"
	idCommand = "command:" // + command: a line of the canvas's menu; of the command palette it is pick: + command

	idInspector = "inspector"
	idTab       = "tab:"     // + params, results, why, latency, cost, utilisation, problems
	idName      = "name"     // input: name of the selected part
	idParam     = "param:"   // + key: the field of a parameter
	idError     = "error:"   // + key: what is wrong with it
	idLabel     = "label:"   // + key: the label that scrubs
	idStep      = "step:"    // + less or greater : key: small screens
	idReset     = "reset:"   // + key: back to the default
	idBand      = "band:"    // + figure: its band over ranged inputs
	idFigure    = "figure:"  // + key: a figure; data-value holds it in SI units, "null" = none
	idSummary   = "summary"  // the panel when nothing is selected
	idDelete    = "delete"   // inspector: delete what is selected
	idBypass    = "bypass"   // inspector: bypass the part
	idDraw      = "draw"     // inspector: which pool the part draws on
	idAsync     = "async"    // edge inspector
	idLink      = "link"     // edge inspector: the edge is a link
	idClasses   = "classes:" // + class: edge inspector, carries it

	idDrawer  = "drawer"
	idFold    = "drawer-fold"
	idRow     = "row:" // + node: a line of the utilisation or cost table
	idEarlier = "rows-earlier"
	idLater   = "rows-later"
	idCell    = "cell:"        // + node + ":" + key: what is edited in the table
	idCellGo  = "cell-go:"     // + node: its name in the table
	idRowEdit = "row-edit:"    // + node: its parameters
	idRowLink = "row-connect:" // + node
	idRowDrop = "row-delete:"  // + node
	idSort    = "sort:"        // + column
	idProblem = "problem:"     // + index; data-code tells the code
	idFix     = "fix:"         // + index of the problem
	idOutcome = "fix-outcome:" // + index: what the fix would come to

	idDialog     = "dialog" // data-dialog tells which
	idClose      = "dialog-close"
	idLinkText   = "link-text"   // share: the self-contained link
	idLinkCopy   = "link-copy"   // share
	idShortMake  = "short-make"  // share: create the short link
	idShortText  = "short-text"  // share: the short link
	idShortCopy  = "short-copy"  // share
	idShortView  = "short-view"  // share: show the link for readers
	idShortEdit  = "short-edit"  // share: show the link for editors
	idShareLook  = "share-look"  // share: links carry view and selection
	idShareBase  = "share-base"  // share: links carry the baseline, where one is held
	idShareEmbed = "share-embed" // share: links open read only
	idEmbedOpen  = "embed-open"  // embedded: to the whole app
	idRevoke     = "short-revoke"
	idDraft      = "draft:"        // + id: a design on this device
	idDraftDel   = "draft-delete:" // + id
	idOK         = "dialog-ok"

	idVersions    = "versions"        // top bar: named versions
	idVersionName = "version-name"    // input
	idVersionSave = "version-save"    //
	idNoVersions  = "version-none"    // there are none
	idVersion     = "version:"        // + name: a line of the list
	idVersionSee  = "version-see:"    // + name: compare with it
	idVersionDel  = "version-delete:" // + name
	idVersionBack = "version-back"    // back to the list
	idVersionUse  = "version-restore" //
	idVersionFig  = "version-figure:" // + metric: then and now
	idDiff        = "diff:"           // + node or edge; data-fate tells what became of it
	idExportAs    = "export-as:"      // + svg, png, json, csv, report, mmd

	idEmpty     = "empty" // first screen
	idTemplates = "start-template"
	idBlank     = "start-blank"
	idImport    = "start-import"
	idTemplate  = "template:" // + example
	idTemplateQ = "template-find"
	idTryLoad   = "try-load" // slider of the live example

	idToast  = "toast" // what was just said
	idLive   = "live"  // live region for assistive technology
	idQuick  = "quick-add"
	idQuickQ = "quick-add-find"
	idPick   = "pick:" // + kind or port: a line of quick add or of connecting by keyboard
)
