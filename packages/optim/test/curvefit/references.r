# What R's nls, lm, AIC, BIC and confint say of four fits. Called by references.py. R 4.2.2, MASS 7.3.
suppressMessages(library(MASS))

show <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.17g", as.numeric(x))), collapse = ", "), "]")
row <- function(...) {
  fields <- list(...)
  paste0("{", paste(sprintf('"%s": %s', names(fields), sapply(fields, show)), collapse = ", "), "}")
}

nonlinear <- function(f, data, start, at, w = rep(1, nrow(data))) {
  data$w <- w
  formula <- as.formula(paste0("y ~ f(x, ", paste(names(start), collapse = ", "), ")"))
  environment(formula) <- environment()
  fit <- nls(formula, data, start, weights = w, control = nls.control(tol = 1e-7, maxiter = 500))
  for (tol in 10^-(8:14)) {                      # as far as it goes
    closer <- try(nls(formula, data, as.list(coef(fit)), weights = w, control = nls.control(tol = tol)), silent = TRUE)
    if (!inherits(closer, "try-error")) fit <- closer
  }
  s <- summary(fit)
  hat <- rowSums(qr.Q(qr(fit$m$gradient()))^2)   # the gradient is that of the weighted model
  raw <- as.numeric(data$y - predict(fit))
  G <- attr(do.call(f, c(list(at), as.list(coef(fit)))), "gradient")
  se <- sqrt(rowSums((G %*% vcov(fit)) * G))
  # By splines, to 4 digits; NA where its profile breaks off.
  rough <- nls(formula, data, start, weights = w, control = nls.control(tol = 1e-6))
  interval <- try(suppressMessages(confint(rough, level = 0.9)), silent = TRUE)
  if (inherits(interval, "try-error")) interval <- matrix(nrow = 0, ncol = 2)
  row(
    x = data$x, y = data$y, weights = w, start = unlist(start), at = at, params = coef(fit), errors = s$coefficients[, 2],
    covariance = vcov(fit), freedom = df.residual(fit), chi_square = deviance(fit), log_likelihood = logLik(fit),
    aic = AIC(fit), bic = BIC(fit), raw = raw, leverage = hat,
    standardized = raw * sqrt(w) / (s$sigma * sqrt(1 - hat)),
    value = predict(fit, list(x = at)), standard_error = se,
    lower = predict(fit, list(x = at)) - qt(0.95, df.residual(fit)) * se,
    profile_lower = interval[, 1], profile_upper = interval[, 2]
  )
}

straight <- function(data, at, w, new_w) {
  fit <- lm(y ~ x, data, weights = w)
  new <- data.frame(x = at)
  confidence <- predict(fit, new, interval = "confidence", level = 0.99)
  prediction <- predict(fit, new, interval = "prediction", level = 0.8, weights = new_w)
  row(
    x = data$x, y = data$y, weights = w, at = at, new_weights = new_w, params = coef(fit),
    errors = summary(fit)$coefficients[, 2], r_squared = summary(fit)$r.squared, aic = AIC(fit), bic = BIC(fit),
    log_likelihood = logLik(fit), leverage = hatvalues(fit), standardized = rstandard(fit),
    confidence_lower = confidence[, 2], confidence_upper = confidence[, 3],
    prediction_lower = prediction[, 2], prediction_upper = prediction[, 3]
  )
}

michaelis <- deriv(~ V * x / (K + x), c("V", "K"), function(x, V, K) NULL)
asymptote <- deriv(~ A + (B - A) * exp(-exp(L) * x), c("A", "B", "L"), function(x, A, B, L) NULL)
treated <- subset(Puromycin, state == "treated")
enzyme <- data.frame(x = treated$conc, y = treated$rate)
growth <- data.frame(x = Loblolly$age[1:42], y = Loblolly$height[1:42])
cars2 <- data.frame(x = cars$speed, y = cars$dist)
cat(paste0(
  '{"michaelis": ', nonlinear(michaelis, enzyme, list(V = 200, K = 0.05), c(0.05, 0.4, 2)),
  ',\n"michaelisWeighted": ',
  nonlinear(michaelis, enzyme, list(V = 200, K = 0.05), c(0.05, 0.4, 2), 1 / enzyme$y),
  ',\n"growth": ',
  nonlinear(asymptote, growth, list(A = 100, B = -8, L = -3), c(1, 12, 40)),
  ',\n"line": ', straight(cars2, c(3, 15, 40), rep(1, 50), c(1, 1, 1)),
  ',\n"lineWeighted": ', straight(cars2, c(3, 15, 40), 1 / (1 + cars2$x), c(0.5, 0.1, 0.02)),
  "}\n"
))
