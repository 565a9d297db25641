package rep

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// model is the reputation of a few people in memory, by the rules alone.
type model struct {
	policy   Policy
	verified map[string]bool
	people   map[string]*modelPerson
	pairs    map[pair][]int64 // days of completed deals
	kept     []kept
}

type modelPerson struct {
	first   int64
	buckets map[int64]Mass
}

// kept is one change of one person's sums; those taken back are dropped.
type kept struct {
	person, whose, deal string
	kind                Kind
	day                 int64
	mass                Mass
	lender              string
	lent                int64
}

func newModel(policy Policy, verified ...string) *model {
	m := &model{policy: policy, verified: map[string]bool{}, people: map[string]*modelPerson{}, pairs: map[pair][]int64{}}
	for _, name := range verified {
		m.verified[name] = true
	}
	return m
}

func (m *model) person(name string) *modelPerson {
	if m.people[name] == nil {
		m.people[name] = &modelPerson{buckets: map[int64]Mass{}}
	}
	return m.people[name]
}

func (p *modelPerson) add(day int64, mass Mass) {
	sum, err := p.buckets[epochOf(day)].plus(mass.scaled(day))
	if err != nil {
		panic(err)
	}
	p.buckets[epochOf(day)] = sum
}

func (p *modelPerson) mass(day int64) Mass {
	var all []bucket
	for epoch, sum := range p.buckets {
		all = append(all, bucket{epoch, sum})
	}
	left, err := read(all, day)
	if err != nil {
		panic(err)
	}
	return left
}

func (m *model) standing(name string, day int64) standing {
	p := m.person(name)
	return standing{verified: m.verified[name], first: p.first, mass: p.mass(day)}
}

// take is Take, written again for people who all have other deals with others.
func (m *model) take(facts []Fact) {
	var news []kept
	var reversed []Fact // when all was judged: standing is that before the event
	for _, f := range facts {
		day := dayOf(f.At)
		switch f.Kind {
		case Activated:
			if p := m.person(f.Person); p.first == 0 && !f.oneself() {
				p.first = day
			}
		case Completed:
			if f.oneself() {
				continue
			}
			k := int64(1)
			for _, d := range m.pairs[pairOf(f.Person, f.Other)] {
				if day-d < recent {
					k++
				}
			}
			mass, lent, _ := gain(m.policy, worth(f.Points, f.Late, k), m.standing(f.Other, day), day)
			news = append(news, kept{f.Person, f.Person, f.Deal, f.Kind, day, mass, f.Other, lent})
		case Penalised, Defaulted:
			news = append(news, kept{f.Person, f.Person, f.Deal, f.Kind, day, loss(f.Kind, f.Points), "", 0})
		case Reversed:
			reversed = append(reversed, f)
		}
	}
	for _, f := range reversed {
		m.reverse(f)
	}
	for _, k := range news {
		m.person(k.person).add(k.day, k.mass)
		m.person(k.lender).add(k.day, Mass{Lent: k.lent})
		m.kept = append(m.kept, k)
		if k.kind == Completed && k.person < k.lender {
			both := pairOf(k.person, k.lender)
			m.pairs[both] = append(m.pairs[both], k.day)
		}
	}
}

func (m *model) reverse(f Fact) {
	left := m.kept[:0]
	for _, k := range m.kept {
		if k.kind == Penalised && k.deal == f.Deal && k.whose == f.Person {
			m.person(k.person).add(k.day, k.mass.minus())
			continue
		}
		left = append(left, k)
	}
	m.kept = left
}

// story makes random events among people, oldest first.
func story(random *rand.Rand, people []string, events int) [][]Fact {
	var all [][]Fact
	at := today.Add(time.Duration(random.IntN(900)) * oneDay)
	for seq := int64(1); len(all) < events; {
		a := people[random.IntN(len(people))]
		b := people[random.IntN(len(people))]
		if a == b {
			continue
		}
		f := Fact{
			Person: a, Other: b, Deal: fmt.Sprint("deal", len(all)), Handle: "3F9A2B01",
			Network: networks()[random.IntN(6)], Points: random.Int64N(1_200_000), Late: random.IntN(4) == 0,
		}
		if random.IntN(5) == 0 {
			f.Points = 0
		}
		for _, event := range life(random, f) {
			for i := range event {
				event[i].Seq, event[i].At = seq, at
			}
			all = append(all, event)
			seq++
			at = at.Add(time.Duration(random.IntN(20*24)) * time.Hour)
		}
	}
	return all
}

// life is one of the ways a deal may go.
func life(random *rand.Rand, f Fact) [][]Fact {
	as := func(kind Kind, f Fact) Fact { f.Kind = kind; return f }
	parties := both(f)
	all := func(kind Kind) []Fact { return []Fact{as(kind, parties[0]), as(kind, parties[1])} }
	switch random.IntN(6) {
	case 0:
		return [][]Fact{all(Activated), {as(Penalised, f)}, append([]Fact{as(Reversed, f)}, all(Completed)...)}
	case 1:
		return [][]Fact{all(Activated), all(Penalised), append(all(Reversed), as(Defaulted, f))}
	case 2:
		return [][]Fact{all(Activated), {as(Penalised, f)}, append(all(Disputed), as(Reversed, f))}
	case 3:
		return [][]Fact{all(Cancelled)}
	}
	return [][]Fact{all(Activated), all(Completed)}
}
