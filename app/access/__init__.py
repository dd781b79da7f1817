"""Who asks, and what they may: tokens, identities of others, scopes. Knows the store, not HTTP."""
