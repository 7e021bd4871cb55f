// Package server gives designs an address: it keeps them, hands them out and
// serves the app. It computes nothing; evaluation happens where the reader
// is. It checks what it is sent with package engine/design and keeps it in a
// store.Store; api.go is its contract.
//
// What it defends:
//
//   - a save that was answered, against crashes (store) and against being
//     overwritten unseen (revisions, If-Match);
//   - a design, against those who do not know its id or, for changes, its edit
//     token: both have 128 random bits, tokens are kept as hashes, and
//     neither is ever logged;
//   - its readers, against scripts in what others wrote (a policy without
//     inline script, style or eval), against being framed, and against other
//     sites acting in their name;
//   - itself, against large, slow, compressed and frequent requests.
//
// What it does not: it has no accounts, so whoever has an edit link may edit
// and pass it on; it reads designs, so its operator can too (a fragment link
// never reaches it); it speaks plain HTTP and expects a proxy to add TLS; and
// many clients acting together can outrun its limits.
package server
