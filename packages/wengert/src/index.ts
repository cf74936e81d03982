export * from "@wengert/batch";
export * from "@wengert/core";
export * from "@wengert/formula";
export * from "@wengert/forward";
export * from "@wengert/linalg";
export * from "@wengert/optim";
export * from "@wengert/params";
export * from "@wengert/random";
