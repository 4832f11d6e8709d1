"""What a client is: operations, parameters, bodies, responses, security. Frozen data, no Python spelling."""
