// Package money holds exact amounts: whole numbers of a minor unit, the unit's
// name and its scale. It reads what people type, writes what people and
// machines read, and values an amount in points.
//
// Nothing here is a float, nothing rounds unasked, and amounts of unlike units
// are never added. The package is pure: it knows no storage, clock or text
// catalogue. What may be typed is decided in number.go and parse.go, which
// currency has how many decimals in iso4217.go; both follow written rules with
// golden tests, so change the rule and its test together.
package money
