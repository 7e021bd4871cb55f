package app

import (
	"weir/app/icon"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The utilisation table is the outline of the design too: whoever does not see
// the canvas walks, names, connects, edits and deletes parts here.

// rowClick makes a press anywhere on a row count, but for those on what has
// a meaning of its own.
func rowClick(f func()) app.EventHandler {
	return func(_ app.Context, e app.Event) {
		if !e.Get("target").Call("closest", "button, input, select").Truthy() {
			f()
		}
	}
}

// rowKey does on a part's name what the same keys do on the canvas.
func (d *Desk) rowKey(id string, e app.Event) {
	if composing(e) || e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() {
		return
	}
	switch key := e.Get("key").String(); key {
	case "ArrowDown", "ArrowUp", "Home", "End":
		moveFocus(".drawer .cell-go", key)
	case "Enter":
		d.editRow(id)
	case "F2":
		d.Editor.SelectNodes(id)
		d.inspectName()
	case "c", "C":
		d.connectFrom(id)
	case "Delete", "Backspace":
		d.deleteRow(id)
	default:
		return
	}
	e.PreventDefault()
	e.Call("stopPropagation")
}

// inspectName opens the inspector on the name of what is selected.
func (d *Desk) inspectName() {
	d.inspectSelection()
	afterRender(func() { afterRender(func() { focusTest(idName) }) })
}

// editRow opens the inspector on a part, with the focus on its first field.
func (d *Desk) editRow(id string) {
	d.goTo(id)
	d.inspectSelection()
}

// deleteRow deletes a part and leaves the focus in the table.
func (d *Desk) deleteRow(id string) {
	d.Editor.SelectNodes(id)
	if d.try(d.Editor.DeleteSelection(false)) {
		d.announce(d.say("inspector.deleted"))
		afterRender(func() { focusFirst(".drawer .cell-go") })
	}
}

// nextOf lists, for each part, the names of those its work goes to.
func (d *Desk) nextOf() map[string][]string {
	doc, out := d.Design(), map[string][]string{}
	for _, id := range sortedKeys(doc.Edges) {
		e := doc.Edges[id]
		if doc.Nodes[e.To.Node()] != nil {
			out[e.From.Node()] = append(out[e.From.Node()], d.nodeName(e.To.Node()))
		}
	}
	return out
}

// rowActions edits, connects and deletes a part.
func (d *Desk) rowActions(id string) app.UI {
	action := func(test, mark, key string, f func()) app.UI {
		label := d.say("outline."+key, d.nodeName(id))
		return app.Button().Type("button").Class("cell-do").DataSet("testid", test+id).Title(label).Aria("label", label).
			OnClick(press(f), test, id).Body(icon.Small(mark))
	}
	return app.Td().Body(app.Span().Class("row-tight").Body(
		action(idRowEdit, "edit", "edit", func() { d.editRow(id) }),
		action(idRowLink, "link", "connect", func() { d.connectFrom(id) }),
		action(idRowDrop, "trash", "delete", func() { d.deleteRow(id) }),
	))
}
