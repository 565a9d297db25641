// Package table writes the tables that people download: CSV as RFC 4180 has it,
// UTF-8, with a header row, in the memory of a few rows. People open them in
// spreadsheets, so words that somebody else chose must not become formulas there:
// pass them through Words. A newcomer may add kinds of cells; the form of a row is
// what other programs read and stays.
package table
