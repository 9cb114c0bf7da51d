package io.isobar.integration.architecture.violations.edge.broker.lifecycle;

import io.isobar.integration.architecture.violations.edge.broker.api.grpc.Edge;

record KnowsTheEdge(Edge edge) {}
