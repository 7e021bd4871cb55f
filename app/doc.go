// Package app is the designer as it runs in the browser: go-app components
// around one canvas. Its state is a design and the history of commands that
// led to it; every figure it shows comes from package engine.
package app
