package io.isobar.integration.architecture.violations.technology.agent.admission;

import com.google.protobuf.ByteString;

record KnowsTheWire(ByteString bytes) {}
