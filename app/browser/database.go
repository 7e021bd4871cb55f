package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Database is an IndexedDB of one or more stores of records, each record an
// object with a key in its field "id".
type Database struct{ db app.Value }

// OpenDatabase opens a database and creates the stores it lacks.
func OpenDatabase(name string, version int, stores ...string) (*Database, error) {
	indexed := app.Window().Get("indexedDB")
	if !indexed.Truthy() {
		return nil, &Failure{Name: "NotSupportedError", Message: "no indexedDB"}
	}
	open := indexed.Call("open", name, version)
	upgrade := app.FuncOf(func(app.Value, []app.Value) any {
		db := open.Get("result")
		for _, store := range stores {
			if !db.Get("objectStoreNames").Call("contains", store).Truthy() {
				db.Call("createObjectStore", store, Object(map[string]any{"keyPath": "id"}))
			}
		}
		return nil
	})
	defer upgrade.Release()
	open.Set("onupgradeneeded", upgrade)
	db, err := request(open)
	if err != nil {
		return nil, err
	}
	return &Database{db}, nil
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

func (d *Database) store(name, mode string) app.Value {
	// Strict durability: an autosave that was announced survives a power cut.
	t := d.db.Call("transaction", name, mode, Object(map[string]any{"durability": "strict"}))
	return t.Call("objectStore", name)
}

// Put writes a record and waits until it is on the disk.
func (d *Database) Put(store string, record map[string]any) error {
	s := d.store(store, "readwrite")
	settled := make(chan error, 1)
	t := s.Get("transaction")
	done := app.FuncOf(func(app.Value, []app.Value) any { settled <- nil; return nil })
	failed := app.FuncOf(func(app.Value, []app.Value) any { settled <- failure(t.Get("error")); return nil })
	defer done.Release()
	defer failed.Release()
	t.Set("oncomplete", done)
	t.Set("onabort", failed)
	s.Call("put", Object(record))
	return <-settled
}

// Get reads a record; it is not truthy if there is none.
func (d *Database) Get(store, id string) (app.Value, error) {
	return request(d.store(store, "readonly").Call("get", id))
}

// All reads every record.
func (d *Database) All(store string) ([]app.Value, error) {
	list, err := request(d.store(store, "readonly").Call("getAll"))
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
	_, err := request(d.store(store, "readwrite").Call("delete", id))
	return err
}
