// Package app is the contract of one feature: what an app declares (its
// manifest: commands, wizards, jobs, texts, migrations) and what it is given to
// do its work (a transaction and a Request). An app is a function from these
// two to a Response; it talks to the database only, and whatever is to leave
// the process is a row that it writes there.
package app
