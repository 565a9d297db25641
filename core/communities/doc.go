// Package communities knows where people are: spaces (a guild, a group), the
// communities they belong to, and what standing a person has in each.
//
// A space starts as a community of its own and may join another one, on any
// platform. Standing comes from what the platforms said when somebody acted
// (Presence), and from the list of named mediators. Deals and settings hang on
// a community's id, which never changes; a space may change both its id and its
// community. Everything runs inside the caller's transaction, and refusals are
// plain errors that the apps translate.
package communities
