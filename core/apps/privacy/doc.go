// Package privacy is how people get what is kept of them, and how it goes: one
// archive of everything, and erasure. It also hands the deals of a community to
// those who look after it, as a table.
//
// What an app keeps, that app exports and erases (see app.App: Export, MayErase,
// Erase); this one asks them in turn and does the same for accounts, communities
// and the outbox. erase.go holds the order of an erasure, all in one transaction;
// archive.go bounds what is sent. A newcomer may change words and add files to the
// archive. The event person.erased is part of hashed bytes and stays as it is.
package privacy
