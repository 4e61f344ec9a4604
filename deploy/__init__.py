"""What sets Kin360 up: its environment, and the servers its tests run."""
