// Package backup makes one file of a whole ledger, proves at once that it can be
// read back, keeps a sensible number of such files, and turns one into a ledger
// again.
//
// A file begins with PARLEYBK, a header's length and the header (header.go); its
// payload is a SQLite database, also where the ledger is in PostgreSQL (export.go), so
// that every backup becomes a ledger of either kind. With a passphrase the payload is encrypted, and
// everything before it is bound to it, under a key that argon2id makes of the
// passphrase (key.go, payload.go); without one, a SHA-256 of all that is before
// it ends the file. This is a published format: files of years ago must read for
// ever, so a change is a new version beside the old one, never an edit.
//
// What holds whatever fails: a file has its final name only once it was verified,
// nothing half made is left, and a ledger in the clear exists only in a folder
// that its owner alone may enter. A newcomer may freely change how many files are
// kept (rotate.go); the order of the steps in make.go and restore.go is what the
// rest hangs on.
package backup
