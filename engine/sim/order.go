package sim

// order is a list through entries of a table, in the order in which they are
// let go. The links stand in a slice beside the table, so that lists of one
// table share it.
type order struct{ oldest, newest int32 }

// links are an entry's neighbours in the order it is in.
type links struct{ before, after int32 }

func newOrder() order { return order{oldest: none, newest: none} }

// add makes an entry the newest.
func (o *order) add(all []links, k int32) {
	all[k] = links{before: o.newest, after: none}
	if o.newest == none {
		o.oldest = k
	} else {
		all[o.newest].after = k
	}
	o.newest = k
}

// remove takes an entry out, wherever it stands.
func (o *order) remove(all []links, k int32) {
	l := all[k]
	if l.before == none {
		o.oldest = l.after
	} else {
		all[l.before].after = l.after
	}
	if l.after == none {
		o.newest = l.before
	} else {
		all[l.after].before = l.before
	}
}
