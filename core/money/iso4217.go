package money

import "strings"

// The active codes of ISO 4217 (list one, amendments up to 179 and the euro in
// Bulgaria), by number of decimals. Codes without a minor unit, such as gold
// or the testing code, are left out: an owner may register a scale for them.
// A code that leaves the list stays readable in old deals, which carry their
// scale.
const (
	isoScale0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	isoScale2 = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP " +
		"BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB " +
		"EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
		"KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR " +
		"MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD " +
		"RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP " +
		"TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
	isoScale3 = "BHD IQD JOD KWD LYD OMR TND"
	isoScale4 = "CLF UYW"
)

// isoScale returns the decimals of a currency. Three characters without a space
// among them, as unit names are, can only match a whole entry.
func isoScale(code string) (scale int, ok bool) {
	if len(code) != 3 {
		return 0, false
	}
	switch {
	case strings.Contains(isoScale2, code):
		return 2, true
	case strings.Contains(isoScale0, code):
		return 0, true
	case strings.Contains(isoScale3, code):
		return 3, true
	case strings.Contains(isoScale4, code):
		return 4, true
	}
	return 0, false
}
