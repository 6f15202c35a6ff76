"""The public site: gate, questions, save and resume, check, send, receipt, and the way back."""
