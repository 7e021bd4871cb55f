package sim

import "math"

// never is the key of a slot in which nothing is due: +Inf as bits.
const never = uint64(0x7ff0000000000000)

// tree is a winner tree over fixed slots: it always knows the slot whose time
// comes first, the lower slot where times are equal. Times are kept as the
// bits of a non-negative float64, which order like the numbers. Every change
// costs one comparison a level; cancelling is setting a slot to never.
type tree struct {
	node   []due // root at 1, the leaf of slot s at leaves + s
	leaves int
}

// due is the first of a subtree.
type due struct {
	key  uint64
	slot int32
}

func newTree(slots int) tree {
	size := 1
	for size < slots {
		size *= 2
	}
	t := tree{node: make([]due, 2*size), leaves: size}
	for i := range size {
		t.node[size+i] = due{never, int32(i)}
	}
	for i := size - 1; i >= 1; i-- {
		t.node[i] = t.node[2*i]
	}
	return t
}

// set puts a slot's time and replays its path to the root.
func (t *tree) set(slot int32, key uint64) {
	node := t.node
	i := uint(t.leaves) + uint(slot)
	best := due{key, slot}
	node[i] = best
	for i > 1 {
		other := node[i^1]
		// The left of two equals is first: a right one must be smaller.
		if other.key < best.key+uint64(i&1) {
			best = other
		}
		i >>= 1
		node[i] = best
	}
}

// key returns what a slot was set to.
func (t *tree) key(slot int32) uint64 { return t.node[t.leaves+int(slot)].key }

func (t *tree) at(slot int32, time float64) { t.set(slot, math.Float64bits(time)) }
func (t *tree) clear(slot int32)            { t.set(slot, never) }

// first returns the slot due first and its key.
func (t *tree) first() (int32, uint64) {
	return t.node[1].slot, t.node[1].key
}

// heap holds the items of a station that all progress at once, by the time
// (or amount of work) at which each is done; ties by item.
type heap struct {
	key  []float64
	item []int32
}

func (h *heap) len() int { return len(h.key) }

func (h *heap) push(key float64, item int32) {
	h.key = append(h.key, key)
	h.item = append(h.item, item)
	i := len(h.key) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !h.before(i, parent) {
			break
		}
		h.swap(i, parent)
		i = parent
	}
}

func (h *heap) pop() (key float64, item int32) {
	key, item = h.key[0], h.item[0]
	last := len(h.key) - 1
	h.swap(0, last)
	h.key, h.item = h.key[:last], h.item[:last]
	i := 0
	for {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && h.before(child+1, child) {
			child++
		}
		if !h.before(child, i) {
			break
		}
		h.swap(i, child)
		i = child
	}
	return key, item
}

func (h *heap) before(i, j int) bool {
	return h.key[i] < h.key[j] || h.key[i] == h.key[j] && h.item[i] < h.item[j]
}

func (h *heap) swap(i, j int) {
	h.key[i], h.key[j] = h.key[j], h.key[i]
	h.item[i], h.item[j] = h.item[j], h.item[i]
}
