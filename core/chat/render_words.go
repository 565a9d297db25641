package chat

// StyleApart on a KindCode node asks for its text to be set apart from the
// right-to-left text around it. Render puts the invisible marks outside the
// code, so that what is copied out of it is exact.
const StyleApart = "apart"
