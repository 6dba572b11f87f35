# Everything is in dev.py; this only forwards.
.PHONY: brief test soak setup clean

brief test soak setup clean:
	python3 dev.py $@ $(ARGS)
