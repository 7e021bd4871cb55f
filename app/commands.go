package app

import (
	"weir/app/browser"
	"weir/app/canvas"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// offer is a command as menus and the command palette show it.
type offer struct {
	cmd       canvas.Command
	icon, key string // key of its text
}

// offers are all commands, in the order of the command palette. Menus pick
// from them.
var offers = []offer{
	{canvas.QuickAddHere, "plus", "help.quick"},
	{canvas.ConnectFrom, "link", "help.connect"},
	{canvas.Inspect, "settings", "help.inspect"},
	{canvas.Rename, "edit", "help.rename"},
	{canvas.Undo, "undo", "help.undo"},
	{canvas.Redo, "redo", "help.redo"},
	{canvas.Cut, "copy", "command.cut"},
	{canvas.Copy, "copy", "command.copy"},
	{canvas.Paste, "copy", "command.paste"},
	{canvas.PasteWired, "copy", "help.paste_wired"},
	{canvas.Duplicate, "copy", "help.duplicate"},
	{canvas.Delete, "trash", "help.delete"},
	{canvas.DeleteHeal, "trash", "help.heal"},
	{canvas.SelectAll, "grid", "help.all"},
	{canvas.SelectUpstream, "left", "help.upstream"},
	{canvas.SelectDownstream, "right", "command.downstream"},
	{canvas.GroupNodes, "layers", "help.group"},
	{canvas.UngroupNodes, "layers", "help.ungroup"},
	{canvas.FoldGroup, "layers", "command.fold"},
	{canvas.JoinGroup, "layers", "command.join"},
	{canvas.LeaveGroup, "layers", "command.leave"},
	{canvas.AddNote, "edit", "command.note"},
	{canvas.Bypass, "bypass", "help.bypass"},
	{canvas.Lock, "lock", "help.lock"},
	{canvas.TidyUp, "tidy", "help.tidy"},
	{canvas.AlignLeft, "left", "command.align_left"},
	{canvas.AlignRight, "right", "command.align_right"},
	{canvas.AlignTop, "up", "command.align_top"},
	{canvas.AlignBottom, "down", "command.align_bottom"},
	{canvas.AlignColumn, "grid", "command.align_column"},
	{canvas.AlignRow, "grid", "command.align_row"},
	{canvas.DistributeAcross, "more", "command.distribute_across"},
	{canvas.DistributeDown, "menu", "command.distribute_down"},
	{canvas.ZoomIn, "plus", "canvas.zoom_in"},
	{canvas.ZoomOut, "minus", "canvas.zoom_out"},
	{canvas.ZoomActual, "target", "canvas.zoom_actual"},
	{canvas.FitAll, "fit", "help.fit"},
	{canvas.FitSelection, "fit", "help.fit_selection"},
	{canvas.Find, "search", "help.find"},
	{canvas.MapStyle, "settings", "command.map_style"},
	{canvas.FlowMotion, "play", "command.flow_motion"},
	{canvas.SquareEdges, "settings", "command.square_edges"},
	{canvas.SingleKeys, "keyboard", "command.single_keys"},
	{canvas.Save, "export", "help.save"},
	{canvas.Open, "open", "help.open"},
	{canvas.Help, "help", "help.button"},
}

// openCommands opens the command palette.
func (d *Desk) openCommands() {
	d.quick = quick{mode: quickCommand}
	d.open(dialogQuick)
}

// commandPicks are all commands: first those that can be done now, then the
// others with what they lack.
func (d *Desk) commandPicks() []pick {
	var out, off []pick
	for _, o := range offers {
		if d.Canvas == nil {
			break
		}
		p := pick{id: string(o.cmd), icon: o.icon, family: "f-none", name: d.say(o.key), keys: canvas.Shortcut(o.cmd, mac()),
			sub: d.settingWord(o.cmd), take: func() { d.Canvas.Do(o.cmd) }}
		if d.Canvas.Can(o.cmd) {
			out = append(out, p)
			continue
		}
		p.sub, p.off = d.lacks(o.cmd), true
		off = append(off, p)
	}
	if d.Origin().Embed {
		return append(out, off...)
	}
	return append(append(out, d.pagePicks()...), off...)
}

// lacks says why a command of the canvas cannot be done.
func (d *Desk) lacks(cmd canvas.Command) string {
	switch {
	case d.Canvas.ReadOnly():
		return d.say("command.locked")
	case cmd == canvas.Undo:
		return d.say("undo.none")
	case cmd == canvas.Redo:
		return d.say("redo.none")
	case cmd == canvas.JoinGroup && !d.Editor.Selection().Empty():
		return d.say("command.needs_other")
	case cmd == canvas.UngroupNodes, cmd == canvas.FoldGroup, cmd == canvas.LeaveGroup:
		return d.say("command.needs_group")
	}
	return d.say("command.needs_parts")
}

// pagePicks are the commands of the page: what its bars, menus and tabs do.
func (d *Desk) pagePicks() []pick {
	to := d.Lang().Other()
	show := func(t tab) func() {
		return func() {
			if d.small() {
				d.sheet = "results"
			}
			d.showResults(t)
		}
	}
	list := []pick{
		{id: "whatif", icon: "gauge", name: d.say("whatif.button"), take: func() {
			d.whatif = true
			d.changed()
			afterRender(func() { focusTest("load") })
		}},
		{id: "simulate", icon: "play", name: d.say("simulation.button"), take: d.toggleSimulation},
		{id: "share", icon: "share", name: d.say("share.button"), take: d.openShare},
		{id: "export", icon: "export", name: d.say("menu.export"), keys: keys("⇧E"), take: func() { d.open(dialogExport) }},
		{id: "versions", icon: "history", name: d.say("menu.versions"), take: d.openVersions},
		{id: "settings", icon: "settings", name: d.say("menu.settings"), take: func() { d.open(dialogSettings) }},
		{id: "objectives", icon: "target", name: d.say("objectives.edit"), take: func() { d.openSettings(settingsObjectives) }},
		{id: "language", icon: "part", name: d.say("command.language", languageName[to]), take: func() { d.SetLang(to) }},
		{id: "theme", icon: themeIcon(d), name: d.say("theme." + themeNext(d)), take: d.switchTheme},
		{id: "accuracy", icon: "target", name: d.say("accuracy.title"), take: func() { d.open(dialogAccuracy) }},
		{id: "new", icon: "new", name: d.say("menu.new"), take: d.ShowEmpty},
		{id: "drafts", icon: "device", name: d.say("menu.drafts"), take: d.openDrafts},
	}
	for _, t := range []tab{tabLatency, tabCost, tabUtilisation, tabTimeline, tabCompare, tabProblems} {
		list = append(list, pick{id: "show-" + string(t), icon: "chart", name: d.say("tab." + string(t)), sub: d.say("results.label"), take: show(t)})
	}
	for i := range list {
		list[i].family = "f-none"
	}
	return list
}

// settingWord says whether a setting is on; nothing for other commands.
func (d *Desk) settingWord(cmd canvas.Command) string {
	on, setting := d.pointing(cmd)
	switch {
	case !setting:
		return ""
	case on:
		return d.say("command.on")
	}
	return d.say("command.off")
}

// The names of the canvas's two menus.
const menuCanvas = "canvas-menu"

// menuPlace is where the canvas's menu opens and what it offers.
type menuPlace struct {
	x, y float64 // CSS pixels from the corner of the canvas
	list []canvas.Command
}

// What the menu offers for what was pressed.
var (
	menuOfNode = []canvas.Command{
		canvas.Inspect, canvas.Rename, canvas.ConnectFrom, canvas.Duplicate, canvas.Copy, canvas.Cut, canvas.Delete, canvas.DeleteHeal, "",
		canvas.Bypass, canvas.Lock, canvas.GroupNodes, canvas.UngroupNodes, canvas.JoinGroup, canvas.LeaveGroup, canvas.FoldGroup, "",
		canvas.SelectUpstream, canvas.SelectDownstream, canvas.TidyUp,
	}
	menuOfMany = []canvas.Command{
		canvas.Duplicate, canvas.Copy, canvas.Cut, canvas.Delete, canvas.DeleteHeal, "",
		canvas.GroupNodes, canvas.UngroupNodes, canvas.JoinGroup, canvas.LeaveGroup, canvas.FoldGroup, canvas.Bypass, canvas.Lock, canvas.TidyUp, "",
		canvas.AlignLeft, canvas.AlignColumn, canvas.AlignRight, canvas.AlignTop, canvas.AlignRow, canvas.AlignBottom,
		canvas.DistributeAcross, canvas.DistributeDown,
	}
	menuOfEdge   = []canvas.Command{canvas.Delete}
	menuOfGroup  = []canvas.Command{canvas.FoldGroup, canvas.Rename, canvas.UngroupNodes, canvas.JoinGroup, canvas.LeaveGroup, canvas.Duplicate, canvas.FitSelection}
	menuOfNote   = []canvas.Command{canvas.Rename, canvas.Duplicate, canvas.Delete}
	menuOfGround = []canvas.Command{
		canvas.QuickAddHere, canvas.AddNote, canvas.Paste, canvas.SelectAll, "", canvas.FitAll, canvas.TidyUp, "",
		canvas.FlowMotion, canvas.MapStyle, canvas.SquareEdges, canvas.SingleKeys,
	}
	menuOfView = []canvas.Command{canvas.FlowMotion, canvas.MapStyle, canvas.SquareEdges, canvas.SingleKeys}
)

// openCanvasMenu opens the menu of what was pressed.
func (d *Desk) openCanvasMenu(at canvas.Point, on canvas.Hit) {
	list := menuOfGround
	switch {
	case on.Node != "" && len(d.Editor.Selection().Nodes) > 1:
		list = menuOfMany
	case on.Node != "":
		list = menuOfNode
	case on.Edge != "":
		list = menuOfEdge
	case on.Group != "":
		list = menuOfGroup
	case on.Note != "":
		list = menuOfNote
	}
	d.showCanvasMenu(menuPlace{at.X, at.Y, list})
}

// openViewMenu opens the settings of the canvas beside their button.
func (d *Desk) openViewMenu() {
	size := d.Canvas.View().Size
	d.showCanvasMenu(menuPlace{12, size.Y - 60, menuOfView})
}

func (d *Desk) showCanvasMenu(at menuPlace) {
	d.menuAt, d.menu = at, menuCanvas
	d.changed()
	afterRender(func() {
		d.placeMenu()
		focusFirst("#menu-" + menuCanvas + " [role^=menuitem]")
	})
}

// placeMenu puts the menu where it was asked for, inside the canvas. The
// style is set from here because the page allows none in its markup.
func (d *Desk) placeMenu() {
	e := query("#menu-" + menuCanvas)
	if !e.Truthy() || d.Canvas == nil {
		return
	}
	size := d.Canvas.View().Size
	x := min(d.menuAt.x, size.X-e.Get("offsetWidth").Float()-8)
	y := min(d.menuAt.y, size.Y-e.Get("offsetHeight").Float()-8)
	style := e.Get("style")
	style.Set("left", px(max(x, 8)))
	style.Set("top", px(max(y, 8)))
	style.Set("right", "auto")
	style.Set("visibility", "visible")
}

// canvasMenu is the menu of the canvas, if it is open.
func (d *Desk) canvasMenu() app.UI {
	if d.menu != menuCanvas || d.Canvas == nil {
		return nil
	}
	var lines []app.UI
	gap := false
	for _, cmd := range d.menuAt.list {
		switch o, ok := findOffer(cmd); {
		case !ok:
			gap = len(lines) > 0
		case d.Canvas.Can(cmd):
			if gap {
				lines = append(lines, app.Hr().Class("menu-rule"))
				gap = false
			}
			lines = append(lines, d.commandLine(o))
		}
	}
	return app.Div().Class("canvas-menu").Body(d.menuOf(menuCanvas, d.say("canvas.menu"), lines...))
}

func findOffer(cmd canvas.Command) (offer, bool) {
	for _, o := range offers {
		if o.cmd == cmd {
			return o, true
		}
	}
	return offer{}, false
}

// commandLine is a command in the menu; a setting shows whether it is on.
func (d *Desk) commandLine(o offer) app.UI {
	l := line{idCommand + string(o.cmd), o.icon, d.say(o.key), canvas.Shortcut(o.cmd, mac()), func() { d.Canvas.Do(o.cmd) }}
	on, setting := d.pointing(o.cmd)
	if !setting {
		return d.menuLine(l)
	}
	l.icon = "grid"
	if on {
		l.icon = "check"
	}
	item, ok := d.menuLine(l).(app.HTMLButton)
	if !ok {
		return nil
	}
	return item.Attr("role", "menuitemcheckbox").Aria("checked", on)
}

// How the reader likes to point, kept on the device.
var pointingKeys = map[canvas.Command]string{
	canvas.MapStyle: "weir.map_style", canvas.SquareEdges: "weir.square_edges", canvas.SingleKeys: "weir.single_keys",
}

// pointing reports whether a command is a setting, and whether it is on.
func (d *Desk) pointing(cmd canvas.Command) (on, setting bool) {
	if d.Canvas == nil {
		return false, false
	}
	switch cmd {
	case canvas.MapStyle:
		return d.Canvas.MapStyle(), true
	case canvas.FlowMotion:
		return d.Canvas.Flowing(), true
	case canvas.SquareEdges:
		return d.Canvas.Square(), true
	case canvas.SingleKeys:
		return d.Canvas.SingleKeys(), true
	}
	return false, false
}

func (d *Desk) setPointing(cmd canvas.Command, on bool) {
	switch cmd {
	case canvas.MapStyle:
		d.Canvas.SetMapStyle(on)
	case canvas.FlowMotion:
		d.Canvas.SetFlowing(on)
	case canvas.SquareEdges:
		d.Canvas.SetSquare(on)
	case canvas.SingleKeys:
		d.Canvas.SetSingleKeys(on)
	}
}

// togglePointing turns a setting over and remembers it.
func (d *Desk) togglePointing(cmd canvas.Command) bool {
	on, setting := d.pointing(cmd)
	if !setting {
		return false
	}
	d.setPointing(cmd, !on)
	if key := pointingKeys[cmd]; key != "" { // motion is for this visit alone
		browser.Remember(key, map[bool]string{true: "on", false: "off"}[!on])
	}
	o, _ := findOffer(cmd)
	d.announce(d.say(o.key) + " " + d.settingWord(cmd))
	return true
}

// applyPointing brings back what was remembered.
func (d *Desk) applyPointing() {
	for cmd, key := range pointingKeys {
		if v := browser.Recall(key); v != "" {
			d.setPointing(cmd, v == "on")
		}
	}
}
