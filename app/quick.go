package app

import (
	"strings"

	"weir/app/canvas"
	"weir/app/edit"
	"weir/app/icon"
	"weir/engine/component"
	"weir/engine/design"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// quick is the small dialog that adds a part at a place, connects a part by
// keyboard, or finds one.
type quick struct {
	mode   quickMode
	add    canvas.QuickAdd
	node   string // connecting: from here
	search string
}

type quickMode uint8

const (
	quickAdd quickMode = iota
	quickConnect
	quickFind
	quickCommand
	quickGroup
)

// pick is one line the user can choose.
type pick struct {
	id, icon, family, name, sub string
	keys                        string
	off                         bool // cannot be done now; sub says why
	take                        func()
}

// quickAdd opens the palette where the canvas asks for it.
func (d *Desk) quickAdd(q canvas.QuickAdd) {
	d.quick = quick{mode: quickAdd, add: q}
	d.open(dialogQuick)
}

// connectFrom lists what a node can be connected to.
func (d *Desk) connectFrom(node string) {
	d.quick = quick{mode: quickConnect, node: node}
	d.open(dialogQuick)
}

// openJoin lists the groups that what is selected can be moved into.
func (d *Desk) openJoin() {
	d.quick = quick{mode: quickGroup}
	d.open(dialogQuick)
}

// openFind lists the parts of the design.
func (d *Desk) openFind() {
	d.quick = quick{mode: quickFind}
	d.open(dialogQuick)
}

func (d *Desk) picks() []pick {
	var all []pick
	switch d.quick.mode {
	case quickAdd:
		all = d.addPicks()
	case quickConnect:
		all = d.connectPicks()
	case quickFind:
		all = d.findPicks()
	case quickGroup:
		all = d.groupPicks()
	case quickCommand:
		all = append(d.commandPicks(), d.findPicks()...)
	}
	if d.quick.mode == quickAdd {
		return all // already searched
	}
	var first, out []pick // what begins with it comes first
	search := strings.ToLower(d.quick.search)
	for _, p := range all {
		switch name := strings.ToLower(p.name); {
		case search != "" && strings.HasPrefix(name, search):
			first = append(first, p)
		case strings.Contains(name+" "+strings.ToLower(p.sub+" "+p.id), search):
			out = append(out, p)
		}
	}
	return append(first, out...)
}

func (d *Desk) addPicks() []pick {
	q := d.quick.add
	kinds := component.Kinds()
	if q.End != nil {
		kinds = d.Editor.FittingKinds(*q.End)
	}
	var out []pick
	for _, k := range kinds {
		if !matches(k, d.quick.search) {
			continue
		}
		out = append(out, pick{id: k.ID, icon: k.Icon, family: "f-" + string(k.Family), name: d.in(k.Name), sub: d.in(k.Summary), take: func() {
			id, err := d.Canvas.Added(func() (string, error) {
				if q.End != nil {
					return d.Editor.AddConnected(k.ID, q.At, *q.End)
				}
				return d.Editor.Add(k.ID, q.At)
			})
			if d.try(err) {
				d.Canvas.Reveal(id) // beside a part at the rim there is no room in view
				d.announce(d.say("live.added", d.in(k.Name)))
			}
		}})
	}
	return out
}

func (d *Desk) connectPicks() []pick {
	n := d.Design().Nodes[d.quick.node]
	if n == nil {
		return nil
	}
	k, ok := component.Lookup(n.Kind)
	if !ok {
		return nil
	}
	var out []pick
	for _, p := range k.Out {
		from := design.End{d.quick.node, p.Name}
		for _, to := range d.Editor.Fitting(from) {
			out = append(out, d.connectPick(from, to, d.in(p.Label), to))
		}
	}
	for _, p := range k.In {
		to := design.End{d.quick.node, p.Name}
		for _, from := range d.Editor.Fitting(to) {
			out = append(out, d.connectPick(from, to, d.in(p.Label), from))
		}
	}
	return out
}

func (d *Desk) connectPick(from, to design.End, own string, other design.End) pick {
	mark, family := d.nodeIcon(other.Node())
	key := "quick.to"
	if other == from {
		key = "quick.from"
	}
	return pick{id: from[0] + "." + from[1] + ">" + to[0] + "." + to[1], icon: mark, family: family,
		name: d.say(key, d.nodeName(other.Node()), d.portName(other.Node(), other.Port())), sub: own,
		take: func() { d.connectEnds(from, to) }}
}

// connectEnds draws an edge and says so; the part it came from keeps the
// focus, so that the next one can be drawn.
func (d *Desk) connectEnds(from, to design.End) {
	node := d.quick.node
	if _, err := d.Editor.Connect(from, to); d.try(err) {
		d.announce(d.say("live.connected", d.nodeName(from.Node()), d.nodeName(to.Node())))
		if node != "" {
			d.Editor.SelectNodes(node)
		}
	}
}

// findPicks lists all there is on the canvas: parts, groups, comments and
// connections. What is chosen is selected, and keys work on it.
func (d *Desk) findPicks() []pick {
	doc := d.Design()
	var out []pick
	add := func(p pick, s edit.Selection) {
		p.take = func() {
			d.Canvas.Find(s)
			d.announce(p.name)
		}
		out = append(out, p)
	}
	for _, id := range sortedKeys(doc.Nodes) {
		mark, family := d.nodeIcon(id)
		add(pick{id: id, icon: mark, family: family, name: d.nodeName(id), sub: d.kindName(doc.Nodes[id].Kind)}, edit.Selection{Nodes: []string{id}})
	}
	for _, id := range sortedKeys(doc.Groups) {
		add(pick{id: "group:" + id, icon: "layers", family: "f-none", name: d.groupName(id), sub: d.say("group.title")}, edit.Selection{Groups: []string{id}})
	}
	for _, id := range sortedKeys(doc.Notes) {
		add(pick{id: "note:" + id, icon: "edit", family: "f-none", name: doc.Notes[id].Text, sub: d.say("note.title")}, edit.Selection{Notes: []string{id}})
	}
	for _, id := range sortedKeys(doc.Edges) {
		add(pick{id: "edge:" + id, icon: "link", family: "f-network", name: d.edgeName(doc.Edges[id]), sub: d.say("edge.title")}, edit.Selection{Edges: []string{id}})
	}
	return out
}

func (d *Desk) groupPicks() []pick {
	var out []pick
	for _, id := range d.Editor.Joinable() {
		name := d.groupName(id)
		out = append(out, pick{id: id, icon: "layers", family: "f-none", name: name, sub: d.Lang().Count("count.parts", len(edit.Members(d.Design(), id))), take: func() {
			s := d.Editor.Selection()
			if d.try(d.Editor.Join(s.Nodes, s.Groups, id)) {
				d.announce(d.say("live.joined", name))
			}
		}})
	}
	return out
}

// goTo selects a node and brings it into view.
func (d *Desk) goTo(id string) {
	d.Editor.SelectNodes(id)
	if d.Canvas != nil {
		d.Canvas.Reveal(id)
	}
	d.changed()
}

// mostPicks bounds how many lines show at once: a thousand would take a second.
const mostPicks = 60

func (d *Desk) quickDialog() app.UI {
	title := map[quickMode]string{quickAdd: "quick.add", quickConnect: "quick.connect", quickFind: "quick.find", quickGroup: "command.join", quickCommand: "quick.command"}[d.quick.mode]
	picks := d.picks()
	var list []app.UI
	for i, p := range picks {
		if i == mostPicks {
			list = append(list, app.P().Class("nothing").Text(d.Lang().Count("quick.more", len(picks)-i)))
			break
		}
		line := app.Button().Type("button").Class("part").Class(p.family)
		if p.off {
			line = line.Class("part-off").Aria("disabled", true) // still reached by the arrows: it says why
		}
		list = append(list, line.DataSet("testid", idPick+p.id).
			OnClick(press(func() { d.choosePick(p) }), p.id, d.quick.mode).OnKeyDown(quickKey, "pick").
			Body(app.Span().Class("tile").Body(icon.UI(p.icon)),
				app.Span().Class("grow").Body(app.Span().Class("part-name").Class("cut").Title(p.name).Text(p.name), app.Span().Class("part-summary").Class("cut").Text(p.sub)),
				when(p.keys != "", func() app.UI { return app.Span().Class("kbd").Text(p.keys) })))
	}
	if len(list) == 0 {
		list = append(list, app.P().Class("nothing").Text(d.say("quick.nothing")))
	}
	return app.Div().Class("scrim").Class("scrim-top").On("pointerdown", d.scrimPress, "quick").Body(
		app.Div().Class("dialog").Class("dialog-quick").DataSet("testid", idQuick).DataSet("dialog", "quick").Attr("role", "dialog").Aria("modal", true).
			Aria("label", d.say(title)).OnKeyDown(d.dialogKey, "quick").Body(
			app.Div().Class("field").Class("quick-find").Body(icon.Small("search"),
				app.Input().Type("search").DataSet("testid", idQuickQ).DataSet("autofocus", "yes").Aria("label", d.say(title)).Placeholder(d.say(title)).
					Attr("autocomplete", "off").
					OnInput(func(ctx app.Context, _ app.Event) { d.quick.search = ctx.JSSrc().Get("value").String() }).
					OnKeyDown(d.quickFindKey)),
			app.Div().Class("scroll").Class("quick-list").Body(list...),
		),
	)
}

// choosePick does what a line stands for once the dialog is gone.
func (d *Desk) choosePick(p pick) {
	if p.off {
		d.announce(p.name + " — " + p.sub)
		return
	}
	q := d.quick
	d.close()
	d.quick = q // what it does may ask what the dialog was about
	p.take()
	if d.dialog == dialogNone {
		d.quick = quick{}
	}
}

func (d *Desk) quickFindKey(_ app.Context, e app.Event) {
	switch key := e.Get("key").String(); {
	case composing(e):
	case key == "ArrowDown":
		e.PreventDefault()
		moveFocus(".dialog-quick .part", "Home")
	case key == "Enter":
		if picks := d.picks(); len(picks) > 0 {
			e.PreventDefault()
			d.choosePick(picks[0])
		}
	}
}

func quickKey(_ app.Context, e app.Event) {
	switch key := e.Get("key").String(); key {
	case "ArrowDown", "ArrowUp", "Home", "End":
		e.PreventDefault()
		moveFocus(".dialog-quick .part", key)
	}
}
