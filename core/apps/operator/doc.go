// Package operator is the app for who runs the bot: backups every night and on
// demand, a full check of the log every night, how much each command is used, and
// a mirror of what goes wrong to places where people see it.
//
// Making a backup and checking the log take their time and are done by others
// (core/backup, core/audit), whom cmd joins with this app; here is when that
// happens, outside any transaction, what is recorded of it, and who is told. What
// is kept in memory (counts, and errors that wait for their minute) is kept
// nowhere else: a killed process loses a minute of it. A newcomer may freely add
// to what is counted or told; Mirror must never write to the log.
package operator
