// Package account is the app with which people look after themselves: their
// accounts on several platforms (/link), their language, time zone and notices,
// and with which the owner blocks somebody.
//
// The rules of links and the rows are in core/accounts; here are the commands,
// their words, and what linking asks of the other apps.
package account
