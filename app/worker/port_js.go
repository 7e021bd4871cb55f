package worker

import (
	"syscall/js"

	"weir/engine/diagnostic"
)

// thread is a Web Worker.
type thread struct {
	value   js.Value
	message js.Func
	failure js.Func
}

// open starts a worker from the program that the page runs. A browser that
// refuses says so as a worker that has died.
func open(heard func(int, Answer)) (p port) {
	global := js.Global()
	defer func() {
		if refused := recover(); refused != nil {
			p = dead{heard}
		}
	}()
	t := &thread{value: global.Get("Worker").New(global.Call("goappGetenv", "WEIR_WORKER"))}
	t.message = js.FuncOf(func(_ js.Value, args []js.Value) any {
		heard(read(args[0].Get("data")))
		return nil
	})
	t.failure = js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Call("preventDefault")
		heard(0, Answer{State: Failed})
		return nil
	})
	t.value.Set("onmessage", t.message)
	t.value.Set("onerror", t.failure)
	first := global.Get("Object").New()
	first.Set("module", global.Get("weirModule"))
	t.value.Call("postMessage", first)
	return t
}

func (t *thread) ask(number int, job Job, question []byte) {
	m := js.Global().Get("Object").New()
	m.Set("number", number)
	m.Set("job", string(job))
	post(t.value, m, question)
}

// end stops the worker at once, whatever it does.
func (t *thread) end() {
	t.value.Set("onmessage", js.Null())
	t.value.Set("onerror", js.Null())
	t.value.Call("terminate")
	t.message.Release()
	t.failure.Release()
}

// dead stands for a worker that could not be started.
type dead struct{ heard func(int, Answer) }

func (d dead) ask(int, Job, []byte) { go d.heard(0, Answer{State: Failed}) }
func (dead) end()                   {}

// cores is how many threads the browser says run at once, 1 where it does not.
func cores() int {
	if n := js.Global().Get("navigator").Get("hardwareConcurrency"); n.Type() == js.TypeNumber {
		return n.Int()
	}
	return 1
}

// Serve does jobs in a worker, one after the other, and never returns.
func Serve(jobs map[Job]Do) {
	self := js.Global()
	self.Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		number, question := data.Get("number").Int(), bytesOf(data.Get("body"))
		say := func(a Answer) { post(self, written(number, a), a.Body) }
		found, err := jobs[Job(data.Get("job").String())](question, func(share float64, found []byte) {
			say(Answer{State: Working, Share: share, Body: found})
		})
		if err != nil {
			say(Answer{State: Failed, Reason: reason(err)})
			return nil
		}
		say(Answer{State: Done, Share: 1, Body: found})
		return nil
	}))
	select {}
}

// post sends a message with bytes that change hands without being copied
// again.
func post(to, message js.Value, body []byte) {
	if body == nil {
		to.Call("postMessage", message)
		return
	}
	array := js.Global().Get("Uint8Array").New(len(body))
	js.CopyBytesToJS(array, body)
	message.Set("body", array)
	moved := js.Global().Get("Array").New()
	moved.Call("push", array.Get("buffer"))
	to.Call("postMessage", message, moved)
}

func bytesOf(v js.Value) []byte {
	if !v.Truthy() {
		return nil
	}
	b := make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(b, v)
	return b
}

func written(number int, a Answer) js.Value {
	m := js.Global().Get("Object").New()
	m.Set("number", number)
	m.Set("state", string(a.State))
	m.Set("share", a.Share)
	m.Set("en", a.Reason.EN)
	m.Set("zh", a.Reason.ZH)
	return m
}

// read reads a message of a worker. What worker.js says when the program has
// ended has number 0 and no more.
func read(m js.Value) (int, Answer) {
	number := m.Get("number").Int()
	if number == 0 {
		return 0, Answer{State: Failed}
	}
	return number, Answer{
		State: State(m.Get("state").String()), Share: m.Get("share").Float(), Body: bytesOf(m.Get("body")),
		Reason: diagnostic.Text{EN: m.Get("en").String(), ZH: m.Get("zh").String()},
	}
}
