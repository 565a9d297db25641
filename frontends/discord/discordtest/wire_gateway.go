package discordtest

import "encoding/json"

// gatewayPath is the gateway's door; a session is resumed through the other one.
const (
	gatewayPath = "/gateway-socket"
	resumePath  = gatewayPath + "/resume"
)

// Operations of the gateway. Source: discord-api-docs, "Gateway Opcodes".
const (
	opDispatch   = 0
	opHeartbeat  = 1
	opIdentify   = 2
	opPresence   = 3
	opVoice      = 4
	opResume     = 6
	opReconnect  = 7
	opMembers    = 8
	opInvalid    = 9
	opHello      = 10
	opAck        = 11
	opSoundboard = 31
)

// Intents. Source: discord-api-docs, "Gateway Intents".
const (
	intentGuilds   = 1 << 0
	intentMembers  = 1 << 1
	intentPresence = 1 << 8
	intentMessages = 1 << 9
	intentDirect   = 1 << 12
	intentContent  = 1 << 15
	privileged     = intentMembers | intentPresence | intentContent
)

// Close codes. Source: discord-api-docs, "Gateway Close Event Codes".
const (
	closeUnknownOp   = 4001
	closeUndecodable = 4002
	closeNotYet      = 4003 // a payload before identify
	closeToken       = 4004
	closeTwice       = 4005
	closeSeq         = 4007
	closeShard       = 4010
	closeIntents     = 4013
	closeDisallowed  = 4014
)

// frame is what travels through the socket, in both directions.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int64          `json:"s"`
	Type *string         `json:"t"`
}

func frameOf(op int, data any) []byte {
	d, err := json.Marshal(data)
	if err != nil {
		return nil
	}
	return []byte(`{"t":null,"s":null,"op":` + bits(int64(op)) + `,"d":` + string(d) + `}`)
}
