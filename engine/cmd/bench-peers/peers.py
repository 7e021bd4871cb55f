"""M/M/1 and a tandem of 20 M/M/4 in SimPy: prints customers per second of each."""
import random
import sys
import time

import simpy


def run(stations, servers, rate, customers):
    env = simpy.Environment()
    draw = random.Random(1).expovariate
    line = [simpy.Resource(env, servers) for _ in range(stations)]

    def customer():
        for station in line:
            with station.request() as turn:
                yield turn
                yield env.timeout(draw(1.0))

    def source():
        for _ in range(customers):
            yield env.timeout(draw(rate))
            env.process(customer())

    env.process(source())
    start = time.perf_counter()
    env.run()
    return customers / (time.perf_counter() - start)


print(run(1, 1, 0.9, int(sys.argv[1])), run(20, 4, 3.2, int(sys.argv[2])))
