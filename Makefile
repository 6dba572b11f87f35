# Everything is in dev.py; this only forwards.
.PHONY: brief test setup clean

brief test setup clean:
	python3 dev.py $@ $(ARGS)
