// Package reminders tells people in time: parties of what is due, mediators of
// what has waited too long for them, and everybody with open deals of all of
// them, once a week. It knows of deals only what deal.go says and is told of
// every change (Take); it changes none.
//
// What is to be told stands in one table, with the time from which it may be
// (take.go). A job of every minute walks what has become ripe, person by person
// (run.go), so a run costs what it tells and not what there is. Another table
// remembers for ever what was told, in the transaction that tells it: that is why
// nobody is reminded twice, whatever crashes. The digest is a job for each
// person, planned on Sundays (pass.go).
//
// A newcomer may freely change words (text/) and how messages look (message.go,
// digest.go). The kinds in deal.go stand in tables: never rename one.
package reminders
