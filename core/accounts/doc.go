// Package accounts knows who people are: persons, the identities they act with
// on each platform, what they chose, whom they blocked, and how identities of
// two platforms become one person.
//
// An identity is known by its platform's immutable id alone; names and handles
// are a cache for display and change hands. What an app keeps about somebody it
// keeps under the person's id, and follows Move when identities change persons.
// Everything runs inside the caller's transaction. Faults are the apps' words:
// this package returns plain errors that they translate.
package accounts
