"""What a client is: operations, parameters, bodies, replies, security. Frozen data, no Python spelling."""
