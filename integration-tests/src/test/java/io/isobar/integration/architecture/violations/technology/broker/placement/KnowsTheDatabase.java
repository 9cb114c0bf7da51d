package io.isobar.integration.architecture.violations.technology.broker.placement;

import javax.sql.DataSource;

record KnowsTheDatabase(DataSource database) {}
