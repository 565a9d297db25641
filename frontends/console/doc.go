// Package console is the sandbox in a terminal: one keyboard, several people on
// two pretended apps (see pretend), the real engine behind them.
//
// A session knows who is at the keyboard and where, and turns lines into acts.
// lines.go drives it from a pipe, with plain and stable output for scripts;
// terminal.go from a terminal, with history, completion and unread marks. What
// a new local command does goes into command.go, how a message looks into
// show.go. It imports only the vocabulary and the pretended world.
package console
