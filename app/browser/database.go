package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Database is an IndexedDB of one or more stores of records, each record an
// object with a key in its field "id". Whatever the browser throws is an error
// of the call that met it: storage that fails ends nothing.
type Database struct {
	name    string
	version int
	stores  []string
	db      app.Value
}

// OpenDatabase opens a database and creates the stores it lacks.
func OpenDatabase(name string, version int, stores ...string) (*Database, error) {
	d := &Database{name: name, version: version, stores: stores}
	if err := d.connect(); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Database) connect() error {
	open, err := attempt(func() app.Value { return app.Window().Get("indexedDB").Call("open", d.name, d.version) })
	if err != nil {
		return err
	}
	upgrade := app.FuncOf(func(app.Value, []app.Value) any {
		db := open.Get("result")
		for _, store := range d.stores {
			if !db.Get("objectStoreNames").Call("contains", store).Truthy() {
				db.Call("createObjectStore", store, Object(map[string]any{"keyPath": "id"}))
			}
		}
		return nil
	})
	defer upgrade.Release()
	open.Set("onupgradeneeded", upgrade)
	db, err := request(open)
	if err == nil {
		d.db = db
	}
	return err
}

// request waits for an IDBRequest.
func request(r app.Value) (app.Value, error) {
	type answer struct {
		value app.Value
		err   error
	}
	settled := make(chan answer, 1)
	done := app.FuncOf(func(app.Value, []app.Value) any {
		settled <- answer{value: r.Get("result")}
		return nil
	})
	failed := app.FuncOf(func(app.Value, []app.Value) any {
		settled <- answer{err: failure(r.Get("error"))}
		return nil
	})
	defer done.Release()
	defer failed.Release()
	r.Set("onsuccess", done)
	r.Set("onerror", failed)
	r.Set("onblocked", failed)
	a := <-settled
	return a.value, a.err
}

// store begins a transaction. A browser closes connections by itself, as when
// the data of the site is cleared: the next transaction opens another.
func (d *Database) store(name, mode string) (app.Value, error) {
	begin := func() app.Value {
		// Strict durability: an autosave that was announced survives a power cut.
		t := d.db.Call("transaction", name, mode, Object(map[string]any{"durability": "strict"}))
		return t.Call("objectStore", name)
	}
	s, err := attempt(begin)
	if err == nil {
		return s, nil
	}
	if err := d.connect(); err != nil {
		return nil, err
	}
	return attempt(begin)
}

// ask makes one request of a store and waits for its answer.
func (d *Database) ask(store, mode, method string, args ...any) (app.Value, error) {
	s, err := d.store(store, mode)
	if err != nil {
		return nil, err
	}
	r, err := attempt(func() app.Value { return s.Call(method, args...) })
	if err != nil {
		return nil, err
	}
	return request(r)
}

// Put writes a record and waits until it is on the disk.
func (d *Database) Put(store string, record map[string]any) error {
	s, err := d.store(store, "readwrite")
	if err != nil {
		return err
	}
	settled := make(chan error, 1)
	t := s.Get("transaction")
	done := app.FuncOf(func(app.Value, []app.Value) any { settled <- nil; return nil })
	failed := app.FuncOf(func(app.Value, []app.Value) any { settled <- failure(t.Get("error")); return nil })
	defer done.Release()
	defer failed.Release()
	t.Set("oncomplete", done)
	t.Set("onabort", failed)
	_, thrown := attempt(func() app.Value { return s.Call("put", Object(record)) })
	if err := <-settled; err != nil { // says more than what was thrown
		return err
	}
	return thrown
}

// Get reads a record; it is not truthy if there is none.
func (d *Database) Get(store, id string) (app.Value, error) {
	return d.ask(store, "readonly", "get", id)
}

// All reads every record.
func (d *Database) All(store string) ([]app.Value, error) {
	list, err := d.ask(store, "readonly", "getAll")
	if err != nil {
		return nil, err
	}
	out := make([]app.Value, list.Get("length").Int())
	for i := range out {
		out[i] = list.Index(i)
	}
	return out, nil
}

// Delete removes a record.
func (d *Database) Delete(store, id string) error {
	_, err := d.ask(store, "readwrite", "delete", id)
	return err
}
