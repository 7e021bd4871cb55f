package component

// protocol is what a transport adds to a message: bytes of its own framing
// and headers, bytes around each packet, and round trips before the message
// is through. Connections are taken to be open already.
type protocol struct {
	id         string
	label      Text
	message    float64 // B for each message
	packet     float64 // B around each packet, Ethernet preamble and gap included
	payload    float64 // B a packet carries
	roundTrips float64
}

// The per-packet figures follow from the header sizes of Ethernet (38 B with
// preamble and gap, IEEE 802.3), IPv4 (20 B, RFC 791), TCP with time stamps
// (32 B, RFC 9293, RFC 7323) at an MTU of 1500, and RoCEv2 (UDP 8 B, BTH 12 B,
// ICRC 4 B; InfiniBand annex A17) at an MTU of 4096. Header sizes per message
// are typical, not fixed: HTTP/1.1 700 B (SPDY white paper, 2009: 700 to 800 B),
// HTTP/2 with HPACK 100 B and frames of 9 B (RFC 9113), gRPC 5 B more (its
// HTTP/2 protocol description), S3 with its signature 1000 B, Kafka a record
// batch of 61 B and 10 B a record (its protocol guide), NFS 200 B of RPC.
var protocols = []protocol{
	{id: "none", label: words("None", "无"), payload: 1},
	{id: "http1", label: words("HTTP/1.1", "HTTP/1.1"), message: 700, packet: 90, payload: 1448},
	{id: "http2", label: words("HTTP/2", "HTTP/2"), message: 118, packet: 90, payload: 1448},
	{id: "grpc", label: words("gRPC", "gRPC"), message: 123, packet: 90, payload: 1448},
	{id: "kafka", label: words("Kafka", "Kafka"), message: 71, packet: 90, payload: 1448, roundTrips: 1},
	{id: "s3", label: words("S3", "S3"), message: 1000, packet: 90, payload: 1448, roundTrips: 1},
	{id: "nfs", label: words("NFS", "NFS"), message: 200, packet: 90, payload: 1448, roundTrips: 1},
	{id: "rdma", label: words("RDMA / RoCE", "RDMA / RoCE"), message: 16, packet: 82, payload: 4096},
}

func protocolChoices() []Choice {
	cs := make([]Choice, len(protocols))
	for i, p := range protocols {
		cs[i] = Choice{p.id, p.label}
	}
	return cs
}

// findProtocol returns the protocol with the id; "" is none.
func findProtocol(id string) (protocol, bool) {
	if id == "" {
		return protocols[0], true
	}
	for _, p := range protocols {
		if p.id == id {
			return p, true
		}
	}
	return protocol{}, false
}

// wire is the bytes on the wire for a payload: Ratio·bytes + Add.
func (p protocol) wire() (ratio, add float64) {
	ratio = 1 + p.packet/p.payload
	return ratio, p.message * ratio
}
