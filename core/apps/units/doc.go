// Package units is the app with which the owner says how many decimals a unit
// has and what it is worth in points.
//
// Amounts and their arithmetic are core/money's; here are the rows that it is
// asked with, and the owner's two commands. Nothing here touches deals that were
// made: they carry their own scale and points.
package units
