// Package botapi is the room between Parley and the Bot API of Telegram:
// everything that goes over the wire goes through it, and nothing of what it
// lets out again carries the token.
//
// It has four parts. The gate stands in for the HTTP client of the library: it
// buffers, paces, waits and retries what Telegram asked to be sent later. The
// table in classify.go says what a failure means. The poller takes updates in,
// confirms them only once they are recorded, and owes no answer to anybody
// after a crash. The webhook (hook.go) promises the same where Telegram delivers
// instead, to any number of processes. What an update means is none of its
// business: that is decided by the Handler it is given.
//
// Of the library only models, params and method calls are used; its own poller,
// webhook and handlers lose updates and are forbidden by a test.
package botapi
