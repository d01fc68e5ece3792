"""What PintuLapor can do on the machine at hand: `make bench`. Not tests: nothing here fails because it is slow."""
