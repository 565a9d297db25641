package discordapi

import (
	"errors"
	"net"
	"net/url"
)

var errAddress = errors.New("discordapi: the address of Discord must be https://host, or http:// on this machine")

// parseBase reads the address under which Discord is reached. Anything but
// https would send the token in the clear, except within this machine.
func parseBase(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || (u.Path != "" && u.Path != "/") {
		return nil, errAddress
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errAddress
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// loopback reports whether a host can only be this machine. Names other than
// localhost are not looked up: they may change.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
