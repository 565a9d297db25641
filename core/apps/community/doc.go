// Package community is the app with which administrators look after their
// community: which spaces belong to it, who mediates, and its time zone. Anybody
// may see these.
//
// The rules of spaces and standing and the rows are in core/communities; here
// are the commands, their words and what is logged of them.
package community
