package audit

import (
	"regexp"
	"strings"
)

// SQLite keeps a trigger's text as it was given, to its END.
const sqliteGuards = `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`

var (
	guardMade    = regexp.MustCompile(`(?ms)^CREATE TRIGGER\s+(\w+)\s.*?\bEND;`)
	guardDropped = regexp.MustCompile(`(?m)^DROP TRIGGER\s+(?:IF EXISTS\s+)?(\w+)`)
)

func readSQLite(text string, standing map[string]string) {
	drop(text, standing)
	for _, made := range guardMade.FindAllStringSubmatch(text, -1) {
		standing[made[1]] = strings.TrimSuffix(made[0], ";")
	}
}

func drop(text string, standing map[string]string) {
	for _, dropped := range guardDropped.FindAllStringSubmatch(text, -1) {
		delete(standing, dropped[1])
	}
}

// PostgreSQL keeps a trigger's parts, and writes its conditions in words of its
// own: of those it is known only whether there are any. A trigger that is turned
// off counts as missing.
const postgresGuards = `SELECT t.tgname, c.relname || ': ' || p.proname || '(' || replace(encode(t.tgargs, 'escape'), '\000', '') || ')'
		|| CASE WHEN t.tgqual IS NULL THEN '' ELSE ' when' END || p.prosrc
	FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
	WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = CAST(current_schema() AS regnamespace)`

var (
	guardFunction = regexp.MustCompile(`(?ms)^CREATE (?:OR REPLACE )?FUNCTION\s+(\w+)\(\).*?\$\$(.*?)\$\$`)
	guardTrigger  = regexp.MustCompile(`(?ms)^CREATE TRIGGER\s+(\w+)\s.*?\bON\s+(\w+)\s+FOR EACH (.*?)EXECUTE FUNCTION\s+(\w+)\((?:'([^']*)')?\);`)
)

func readPostgres(text string, standing map[string]string) {
	drop(text, standing)
	bodies := map[string]string{}
	for _, made := range guardFunction.FindAllStringSubmatch(text, -1) {
		bodies[made[1]] = made[2]
	}
	for _, made := range guardTrigger.FindAllStringSubmatch(text, -1) {
		name, table, each, function, argument := made[1], made[2], made[3], made[4], made[5]
		condition := ""
		if strings.Contains(each, "WHEN") {
			condition = " when"
		}
		standing[name] = table + ": " + function + "(" + argument + ")" + condition + bodies[function]
	}
}
