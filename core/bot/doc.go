// Package bot is the engine: it finds out who did what and where, asks whether
// they may, runs the app's function in exactly one transaction together with
// the request key and the answer, and turns what the app said into the reader's
// language and the platform's tokens. Wizard sessions, action tokens, the
// built-in commands (help, about, ping, start, cancel), running and stopping
// live here too. It knows no platform and no feature: both come in Options.
package bot
