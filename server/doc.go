// Package server gives designs an address: it keeps them, hands them out and
// serves the app. It computes nothing; evaluation happens where the reader
// is. It decodes what it is sent with package engine, and keeps designs in a
// store.Store.
package server
