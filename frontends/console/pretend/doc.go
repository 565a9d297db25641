// Package pretend is a small world of two chat apps that exist in memory only:
// "sandbox-d" has the means of Discord, "sandbox-t" the narrower ones of
// Telegram. People type, press and leave; the World decides who sees what and
// hands the rest to the engine through one chat.Frontend per platform.
//
// The terminal, the transcripts and the engine's own tests stand on it. A new
// habit of a real platform goes into Profile when it is a difference between
// platforms, and into the file named after the act (type.go, press.go, …) when
// it is something people do. Nothing here knows the engine: only core/chat.
package pretend
