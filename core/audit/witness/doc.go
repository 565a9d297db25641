// Package witness lets one installation vouch for the log of another. A witness
// remembers the newest head that it saw of each log, and puts its signature under
// a newer one only with a proof that the log merely grew. So an operator who
// shows different people different logs, or takes something back, needs the help
// of everybody's witnesses.
//
// It works on files, carried by whatever means people have: a request goes in, a
// line comes out. Both are the texts of C2SP tlog-witness and tlog-cosignature,
// so other programs may stand on either side. Nothing here touches a database.
//
// The rule everything rests on is in remember.go: what was seen is durable before
// anything is signed, and of two that run at once only one gets through.
package witness
