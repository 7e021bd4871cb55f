"""N stations of c servers in a row, Poisson arrivals, exponential service, in
SimPy's own idiom. Prints station visits and the seconds they took."""

import random
import sys
import time

import simpy


def item(env, stations, visits):
    for station in stations:
        with station.request() as place:
            yield place
            yield env.timeout(random.expovariate(1.0))
        visits[0] += 1


def arrivals(env, stations, rate, visits):
    while True:
        yield env.timeout(random.expovariate(rate))
        env.process(item(env, stations, visits))


def main(count, servers, items):
    random.seed(1)
    env = simpy.Environment()
    stations = [simpy.Resource(env, capacity=servers) for _ in range(count)]
    rate = 0.8 * servers
    visits = [0]
    env.process(arrivals(env, stations, rate, visits))
    begin = time.perf_counter()
    env.run(until=items / rate)
    print(visits[0], time.perf_counter() - begin)


main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
