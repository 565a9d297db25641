package telegramtest

func (s *Server) whisperTo(*call, *room, *inline) (*person, error) { return nil, nil }

func (s *Server) whisper(*room, *person, message, *stored) (any, error) { return nil, nil }
