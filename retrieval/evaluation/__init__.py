"""How well the program answers: question files, metrics, calibration, the page, the guard of a rebuild."""
