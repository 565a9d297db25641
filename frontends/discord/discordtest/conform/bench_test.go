package conform

import "testing"

// BenchmarkRequests asks about the requests of the good corpus, in turn.
func BenchmarkRequests(b *testing.B) {
	s := official(b)
	all := corpus(b, "good.json")
	for _, e := range all {
		s.Request(e.Method, e.Path, e.query(b), e.Body) // compiles
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		e := all[i%len(all)]
		s.Request(e.Method, e.Path, nil, e.Body)
		i++
	}
}

// BenchmarkLoad reads the whole description and compiles one operation.
func BenchmarkLoad(b *testing.B) {
	official(b)
	for b.Loop() {
		s, err := load(folder(), exemptions)
		if err != nil {
			b.Fatal(err)
		}
		s.Request("POST", "/channels/20/messages", nil, []byte(`{"content": "x"}`))
	}
}
