package sim

// item is one customer on its way. Items live in one array and are named by
// their index; free ones and those that wait are chained through next.
type item struct {
	born    float64 // when it entered the network
	entered float64 // when it reached the station it is at
	work    float64 // service time drawn for this visit
	left    float64 // what remains of it, where service can be interrupted
	first   float64 // when its first token was out
	in, out float32 // tokens; both 0 = not known yet
	fetch   float32 // s to bring keys and values back that were offloaded
	session uint64  // 0 = none
	stage   int32
	next    int32
	fork    int32 // record this copy reports to; none = not a copy
	attempt int32 // generation of the attempt it is; 0 = of a fork
	journey int32 // origin; below 0 = not counted
	client  int32 // source whose user waits for it; none = nobody
	wait    int32 // number of its wait at a station it may give up at; 0 = it does not wait
	members int32 // chain of those gathered into it
	rounds  int32 // it has gone
	cohort  bool  // counted
	ghost   bool  // has given up and left; only its place in the line remains
	spoiled bool
	cancel  bool // taken out of lines once nobody waits for it
}

// newItem is an item that begins at a time.
func newItem(now float64, journey int32) item {
	return item{born: now, fork: none, journey: journey, client: none, members: none}
}

const none = int32(-1)

// pool hands out items and takes them back.
type pool struct {
	items []item
	free  int32
	live  int
}

func (p *pool) take() int32 {
	p.live++
	if i := p.free; i != none {
		p.free = p.items[i].next
		return i
	}
	p.items = append(p.items, item{})
	return int32(len(p.items) - 1)
}

func (p *pool) give(i int32) {
	p.live--
	p.items[i].next = p.free
	p.free = i
}

// fifo is a line of items, chained through them.
type fifo struct{ head, tail int32 }

func newFIFO() fifo { return fifo{none, none} }

func (f *fifo) push(items []item, i int32) {
	items[i].next = none
	if f.tail == none {
		f.head = i
	} else {
		items[f.tail].next = i
	}
	f.tail = i
}

// pushFront puts back an interrupted item.
func (f *fifo) pushFront(items []item, i int32) {
	items[i].next = f.head
	f.head = i
	if f.tail == none {
		f.tail = i
	}
}

func (f *fifo) pop(items []item) int32 {
	i := f.head
	if i != none {
		f.head = items[i].next
		if f.head == none {
			f.tail = none
		}
	}
	return i
}

// gathering is a join in the making: the item that forked and what it waits
// for.
type gathering struct {
	parent  int32
	stage   int32 // where the fork happened
	missing int32 // copies still needed; below 1 the item has gone on
	out     int32 // copies not back yet
	next    int32 // free list
	attempt attempt
}
