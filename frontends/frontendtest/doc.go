// Package frontendtest is the suite that every frontend must pass: ours, the
// pretended ones of the sandbox, and those of third parties.
//
// A platform's double implements Platform (people who act, and what they see);
// Run drives the frontend through it against a Core that follows a script, so
// that no engine and no database is needed. A promise of chat.Frontend that is
// not yet checked belongs here, in the file named after it, never into the
// tests of one frontend alone.
package frontendtest
