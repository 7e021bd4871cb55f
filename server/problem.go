package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"weir/engine/diagnostic"
	"weir/server/store"
)

// Error lets handlers return a Problem as an error.
func (p *Problem) Error() string {
	return p.Code
}

// The problems that are always the same.
var (
	errMissing = problem(http.StatusNotFound, "design.missing",
		"There is no such design, or the link does not allow this.", "没有这个设计，或此链接无权执行该操作。")
	errNoSuchPath = problem(http.StatusNotFound, "path.missing",
		"There is nothing at this address.", "此地址下没有内容。")
	errMethod = problem(http.StatusMethodNotAllowed, "request.method",
		"This address does not take this method.", "此地址不支持该请求方法。")
	errUnconditional = problem(http.StatusPreconditionRequired, "revision.required",
		"Say with If-Match which revision this change was made from.", "请用 If-Match 说明此修改基于哪个修订版本。")
	errMalformed = problem(http.StatusBadRequest, "request.malformed",
		"The request could not be read.", "无法读取该请求。")
	errSlow = problem(http.StatusRequestTimeout, "request.slow",
		"The request took too long to arrive.", "请求传输时间过长。")
	errType = problem(http.StatusUnsupportedMediaType, "request.type",
		"Only JSON is accepted (Content-Type: application/json, not compressed).",
		"只接受未压缩的 JSON(Content-Type: application/json)。")
	errOrigin = problem(http.StatusForbidden, "request.origin",
		"Another site may not do this in your name.", "不允许其他网站以您的名义执行此操作。")
	errRate = problem(http.StatusTooManyRequests, "request.rate",
		"Too many requests. Please wait a little.", "请求过于频繁,请稍候再试。")
	errInternal = problem(http.StatusInternalServerError, "server.failed",
		"The server failed. Nothing was changed; please try again.", "服务器出错,内容未被修改,请重试。")
	errBusy = problem(http.StatusServiceUnavailable, "server.busy",
		"The server is busy. Please try again.", "服务器繁忙,请重试。")
	errFull = problem(http.StatusInsufficientStorage, "server.full",
		"The server has no space left. Nothing was changed; keep your design on this device.",
		"服务器存储空间已满,内容未被修改;请将设计保存在本设备上。")
)

func problem(status int, code, en, zh string) *Problem {
	return &Problem{Status: status, Code: code, Message: diagnostic.Text{EN: en, ZH: zh}}
}

// asProblem is the one place where errors get their status. What is not
// named here is the server's own failure: the reader learns only that, the
// log learns the rest.
func asProblem(err error) *Problem {
	var p *Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, store.ErrMissing):
		return errMissing
	case errors.Is(err, store.ErrFull):
		return errFull
	case isTimeout(err):
		return errBusy
	default:
		return errInternal
	}
}

// handle turns a function that may fail into a handler.
func (s *Server) handle(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// fail answers with the problem that err is.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := *asProblem(err)
	if p.Status >= http.StatusInternalServerError {
		s.log.ErrorContext(r.Context(), "failed", "request", requestID(r.Context()), "code", p.Code, "error", err)
	}
	p.Request = requestID(r.Context())
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, p.Status, p)
}

// tooLarge says that a body is larger than limit bytes.
func tooLarge(limit int64) *Problem {
	n := strconv.FormatInt(limit>>20, 10)
	return problem(http.StatusRequestEntityTooLarge, "request.large",
		"A design may be at most "+n+" MiB.", "设计最大为 "+n+" MiB。")
}

// writeJSON sends v. A client that has gone is no failure of the server's.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // the values of api.go always encode
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
